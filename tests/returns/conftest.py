"""The sound workbook and the words of our templates; the other tests' helpers can be imported."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.hostile.conftest import sound, words

__all__ = ["sound", "words"]
