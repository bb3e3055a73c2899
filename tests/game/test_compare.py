"""Which pictures of two plays are laid side by side."""

from __future__ import annotations

import io

from dreamgarden.game.compare import telling


def shot(tone: int, spot: int = 0) -> bytes:
    from PIL import Image

    image = Image.new("RGB", (64, 36), (tone, tone, tone))
    image.paste((255, 0, 0), (0, 0, spot, spot))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_the_sheet_shows_where_they_differ_while_both_still_play() -> None:
    pairs = [(frame, shot(90), shot(90, {300: 8, 500: 20, 700: 14, 900: 30}.get(frame, 0))) for frame in range(100, 1100, 100)]
    assert [frame for frame, _, _ in telling(pairs, 800)] == [100, 300, 500, 700, 1000]
    assert [frame for frame, _, _ in telling(pairs, 1 << 30)] == [100, 500, 700, 900, 1000]


def test_few_pictures_are_all_shown_and_an_end_at_once_leaves_what_there_is() -> None:
    pairs = [(frame, shot(90), shot(90)) for frame in (30, 60)]
    assert telling(pairs, 0) == pairs
    many = [(frame, shot(90), shot(90)) for frame in range(30, 300, 30)]
    assert len(telling(many, 0)) == 5 and telling(many, 0)[0] == many[0]
