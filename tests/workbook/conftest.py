"""The sound workbook and the words of our templates, shared with the hostile tests."""

from tests.hostile.conftest import sound, words

__all__ = ["sound", "words"]
