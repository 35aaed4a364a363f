"""The sound workbook and the words of our templates, shared with the hostile tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.hostile.conftest import sound, words

__all__ = ["sound", "words"]
