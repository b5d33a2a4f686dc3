"""The benchmark of the import: what it makes, and what it prints."""

import json

from analytics.commandline import main
from data.sample import deal_file
from tests.importing import House


def test_bench_import_prints_ratios_and_peak_memory(tmp_path, capsys):
    status = main(["bench", "import", "--rows", "1000", "--repeats", "1", "--json", "--workspace", str(tmp_path)])
    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert told["medians"]["bare"]["stored"] == told["medians"]["import"]["stored"] == 1000
    assert (told["medians"]["faulty"]["stored"], told["medians"]["faulty"]["rejected"]) == (990, 10)
    assert set(told["ratios"]) == {"import", "import_with_marts", "faulty_rows_add"}
    assert told["peak_mb"] > 0


def test_bench_refuses_too_few_rows(tmp_path, capsys):
    assert main(["bench", "import", "--rows", "10", "--workspace", str(tmp_path)]) == 2
    assert "--rows" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_files(tmp_path):
    one, two = (deal_file.write(tmp_path / name, 1500, seed=3) for name in ("one", "two"))
    other = deal_file.write(tmp_path / "other", 1500, seed=4)
    assert one.regular.read_bytes() == two.regular.read_bytes() != other.regular.read_bytes()
    assert one.faulty.read_bytes() == two.faulty.read_bytes()


def test_every_faulty_row_is_refused_under_its_own_code_and_no_other(tmp_path):
    made = deal_file.write(tmp_path, 1000, seed=3)
    report = House(tmp_path / "house").take(paths=(*made.known, made.faulty), good_rows=True)
    assert report.tables["deals"].added == 990
    assert [fault.line for fault in report.rejects if fault.file == "deals.csv"] == [
        100 * step + 1 for step in range(1, 11)
    ]
    assert len({fault.code for fault in report.rejects}) >= 7
