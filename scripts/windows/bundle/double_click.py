"""What 「汇总.cmd」 does: consolidate the folder 「收件」 beside it, or the one dropped on it, and open the summary."""

import os
import subprocess
import sys
from pathlib import Path

from xlreport.pipeline.files.edited_outputs import place_beside

INBOX, SUMMARY = "收件", "汇总表.xlsx"


def main(dropped: list[str]) -> int:
    """Consolidate and open; return 1 where a person has to do something first."""
    inbox = Path(dropped[0] if dropped else INBOX)
    if not dropped:
        inbox.mkdir(exist_ok=True)
    if inbox.is_dir() and not any(inbox.iterdir()):
        print(f"「{inbox.name}」里还没有报表。把各单位交回的报表放进去，再双击「汇总.cmd」。")
        return 1
    command = [sys.executable, "-m", "xlreport", "consolidate", str(inbox), "--out", SUMMARY]
    if subprocess.run(command, check=False).returncode:
        return 1
    # one that somebody worked on is left, and the new one lies beside it
    written = place_beside(Path(SUMMARY))
    try:
        os.startfile(str(written))  # type: ignore[attr-defined, unused-ignore]  # noqa: S606
    except OSError:
        print(f"这台电脑上没有打开 .xlsx 的程序。汇总表在：{written.absolute()}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
