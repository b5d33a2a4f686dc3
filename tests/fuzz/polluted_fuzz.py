"""The whole of the polluted copies, with the mean score of each kind."""

from tests.data.importing.polluted import means, polluted, score


def test_all_polluted_copies(tmp_path, capsys):
    scores, low = [], []
    for copy in polluted():
        points = score(copy, tmp_path)
        scores.append((copy.kind, points))
        if points < 10:
            low.append((points, copy.kind, copy.name))
    with capsys.disabled():
        print()
        for kind, (count, mean) in means(scores).items():
            print(f"{kind:22} {count:5} {mean:7.4f}")
        for points, kind, name in sorted(low)[:40]:
            print(f"  {points:7.4f} {kind}: {name}")
    assert means(scores)["all"][1] >= 9.95
