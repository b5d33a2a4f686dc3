"""What the sample company sells: products by category with list price and cost."""

from dataclasses import dataclass

import numpy as np

from data.sample.draws import Draws, Ints
from data.sample.files import Columns, decimal

_RANGE: dict[str, tuple[tuple[str, int, int], ...]] = {
    "Packaging": (
        ("Carton boxes, pallet", 310, 66),
        ("Stretch film, pallet", 540, 68),
        ("Strapping set", 145, 64),
        ("Paper bags, pallet", 420, 67),
        ("Bubble wrap, pallet", 265, 65),
    ),
    "Storage": (
        ("Plastic crates, set of 50", 390, 66),
        ("Roll containers, set of 10", 1150, 68),
        ("Pallets, EUR, set of 40", 480, 71),
        ("Mesh boxes", 175, 65),
    ),
    "Shelving": (
        ("Pallet rack bay", 980, 67),
        ("Light shelving row", 460, 65),
        ("Mezzanine section", 2400, 69),
        ("Archive shelving", 720, 64),
    ),
    "Lifting": (
        ("Hand pallet truck", 395, 70),
        ("Electric stacker", 3900, 72),
        ("Lifting table", 1450, 68),
        ("Dock leveller", 2950, 69),
    ),
    "Safety": (
        ("Rack protection set", 240, 60),
        ("Floor marking kit", 95, 58),
        ("Work clothes, set of 10", 520, 66),
        ("Fire cabinet", 880, 67),
    ),
    "Service": (
        ("Rack inspection", 350, 55),
        ("Maintenance visit", 280, 58),
        ("Warehouse planning, day", 640, 52),
    ),
}


@dataclass(frozen=True, slots=True)
class Products:
    """The range: list prices and costs in cents, ``category`` a place in ``categories``."""

    ids: list[str]
    names: list[str]
    categories: tuple[str, ...]
    category: Ints
    price: Ints
    cost: Ints

    def one_of(self, category: Ints, draws: Draws) -> Ints:
        """A product of each category."""
        first = np.searchsorted(self.category, category)
        size = np.searchsorted(self.category, category, side="right") - first
        return first + np.floor(draws.uniform(len(category)) * size).astype(np.int64)


def products() -> Products:
    """All products, category by category."""
    rows = [(place, *row) for place, listed in enumerate(_RANGE.values()) for row in listed]
    return Products(
        ids=[f"P{place + 1:02d}" for place in range(len(rows))],
        names=[row[1] for row in rows],
        categories=tuple(_RANGE),
        category=np.array([row[0] for row in rows]),
        price=np.array([row[2] * 100 for row in rows]),
        cost=np.array([row[2] * row[3] for row in rows]),
    )


def products_table(products: Products) -> Columns:
    """The ``products`` table."""
    return {
        "product_id": products.ids,
        "name": products.names,
        "category": [products.categories[place] for place in products.category],
        "list_price": decimal(products.price),
        "unit_cost": decimal(products.cost),
    }
