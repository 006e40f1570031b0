"""Parts of countries: a direction is a region only where all of it is meant."""

from __future__ import annotations

import pytest

from gazetteer.place import Place
from geo.claim import PlaceRef
from geo.nlp.compass import compass_of

LAND = Place("x:1", "Land", lat=30.0, lon=15.0, feature_class="A", feature_code="PCLI", country="XX")
TOWN = Place("x:2", "Town", lat=30.0, lon=15.0, country="XX")


@pytest.mark.parametrize(
    ("text", "words", "place", "offset", "told"),
    [
        ("The rebels hold the east of Land.", "Land", LAND, "the east of", "east"),
        ("A rebel army rules eastern Land.", "Land", LAND, "eastern", "east"),
        ("They hold north-eastern Land.", "Land", LAND, "north-eastern", "northeast"),
        ("It is the rebels' stronghold in eastern Land.", "Land", LAND, "eastern", ""),
        ("Some towns in the east of Land are theirs.", "Land", LAND, "the east of", ""),
        ("They rule most of eastern Land.", "Land", LAND, "eastern", ""),
        ("Land is theirs.", "Land", LAND, "", ""),
        ("They hold eastern Town.", "Town", TOWN, "eastern", ""),
        ("They rule the east, he said.", "east", None, "", "east"),
        ("They rule the east of the country.", "east", None, "", "east"),
        ("They rule the east of the town.", "east", None, "", ""),
        ("They rule the east bank.", "east", None, "", ""),
    ],
)
def test_a_direction_is_a_region_where_all_of_it_is_meant(text, words, place, offset, told):
    assert compass_of(PlaceRef(words, 100 + text.index(words), place, offset=offset), text, 100) == told
