"""The segments page: by rule, and as found."""


def test_segments_by_rule(opened, sample):
    app = opened(sample, "segments", "director")
    assert "clients" in app.header[0].value
    assert [card.label for card in app.metric][:2] == ["Clients", "Revenue in the period"]
    assert {"By region", "Members"} <= {title.value for title in app.subheader}


def test_what_is_found_in_behaviour_says_how_sure_it_is(opened, sample):
    app = opened(sample, "segments", "director")
    choice = next(control for control in app.segmented_control if control.label == "Segments")
    choice.set_value("Found in behaviour").run()
    assert not app.exception
    assert any("groups" in told.value for told in app.info)
