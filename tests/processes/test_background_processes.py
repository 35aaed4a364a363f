"""Work that goes on beside other work: all of it is done, and what goes wrong in it is heard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import CANNOT_RUN, CannotRun
from xlreport.processes.background_processes import in_background

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def work(done: list[int], *, fails_at: int = -1) -> Iterator[int]:
    for number in range(5):
        if number == fails_at:
            raise CannotRun("file-busy", file=str(number))
        done.append(number)
        yield number


def test_all_of_it_is_done_when_the_body_is() -> None:
    """Whoever leaves the body finds the work beside it done."""
    done: list[int] = []
    with in_background(work(done)) as outcomes:
        done.append(-1)
    assert sorted(done) == [-1, 0, 1, 2, 3, 4]
    assert outcomes == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("fails_at", [0, 3])
def test_what_fails_in_it_is_raised(fails_at: int) -> None:
    """What stops the work beside is raised where it is waited for."""
    done: list[int] = []
    with pytest.raises(CannotRun), in_background(work(done, fails_at=fails_at)):
        pass
    assert done == list(range(fails_at))


def test_it_is_done_although_the_body_fails() -> None:
    """A body that fails, because its own target is open elsewhere, does not leave the work beside it half done."""
    done: list[int] = []
    with pytest.raises(ValueError, match="open elsewhere"), in_background(work(done)):
        raise ValueError("open elsewhere")
    assert done == [0, 1, 2, 3, 4]


def test_a_copy_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the folder for copies is a file, one line says so, and the file stays."""
    summary, copies = tmp_path / "summary.xlsx", tmp_path / "copies"
    copies.write_text("not a folder", encoding="utf-8")
    inbox, plan = str(EXAMPLES / "inbox"), str(EXAMPLES.parent / "schemas" / "tibet-2020.toml")
    assert (
        run(["consolidate", inbox, "--plan", plan, "--out", str(summary), "--copies", str(copies)])
        == CANNOT_RUN
    )
    assert "copies" in capsys.readouterr().err
    assert copies.read_text(encoding="utf-8") == "not a folder"
