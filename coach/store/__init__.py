"""The only door to the database: learners, their talks, and every turn as it was said.

To keep something new: a row in `tables`, a step in `migrations`, a room with methods like `usage`, its name in `door`.
"""

from coach.store.database import Purged
from coach.store.door import Store
from coach.store.retention import Holdings

__all__ = ["Holdings", "Purged", "Store"]
