"""An import that changes nothing still settles what a killed one left: its version is confirmed."""

from analytics.commandline import main
from data.store import Workspace


def test_the_same_files_again_confirm_the_version_that_a_killed_import_put_in_force(tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("client_id,name\nC1,One\n", encoding="utf-8")
    words = ["import", "--json", "--workspace", str(tmp_path / "space"), str(path)]
    assert main(words) == 0
    workspace = Workspace(tmp_path / "space")
    (workspace.folder(1) / "unconfirmed").touch()
    (workspace.path / "versions" / "making-000002").mkdir()
    assert main(words) == 0
    assert not (workspace.folder(1) / "unconfirmed").exists()
    assert workspace.leftovers() == []
    workspace.pointer.unlink()
    assert workspace.last_whole() == 1
