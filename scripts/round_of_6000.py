"""6,000 workbooks made, filled and consolidated in one go, with the memory of every moment as a picture in text.

`python scripts/round_of_6000.py [WORKBOOKS]`: what is printed stands in `docs/en/scale.md`.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.bench_scale import memory_curves  # noqa: E402 - runs from a checkout
from scripts.bench_sizes import FULL, Place  # noqa: E402
from scripts.synthetic import make_inbox, make_plan  # noqa: E402

_WIDTH, _HEIGHT = 64, 10
_INDICATORS = 6


def drawn(curve: list[float]) -> str:
    """Return a curve as rows of text, the most at the top."""
    step = max(1, len(curve) / _WIDTH)
    columns = [
        max(curve[int(at * step) : int((at + 1) * step) + 1])
        for at in range(min(_WIDTH, len(curve)))
    ]
    most = max(columns)
    rows = []
    for line in range(_HEIGHT, 0, -1):
        marks = "".join("█" if value >= most * (line - 0.5) / _HEIGHT else " " for value in columns)
        rows.append(f"{most * line / _HEIGHT:6.0f} MB |{marks}")
    return "\n".join([*rows, f"{'':9} +{'-' * len(columns)} {len(curve) / 10:.0f} s"])


def main(count: int) -> None:
    """Make a round and consolidate a twentieth of it, then all."""
    with tempfile.TemporaryDirectory(prefix="xlreport-round-") as name:
        folder = Path(name)
        begin = time.perf_counter()
        place = Place(folder / "plan.toml", folder / "inbox")
        made = make_inbox(make_plan(place.plan, count, _INDICATORS), place.inbox)
        print(
            f"{made} workbooks of {_INDICATORS} indicators made and filled in {time.perf_counter() - begin:.0f} s"
        )
        few = folder / "few"
        few.mkdir()
        for path in place.files[: count // 20]:
            (few / path.name).write_bytes(path.read_bytes())
        for words, curve in zip(
            (f"{count // 20} of them", "all"),
            memory_curves(place, few, folder).values(),
            strict=True,
        ):
            print(
                f"\nconsolidating {words}: {len(curve) / 10:.0f} s, at most {max(curve):.0f} MB\n{drawn(curve)}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FULL.many)
