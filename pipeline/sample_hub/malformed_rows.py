from pipeline.sample_hub.days import Row


def insert_odd_rows(rows: list[Row]) -> list[object]:
    """Insert two non-objects, a row without `_id`, one whose `_id` is a path, a private one, and others with odd
    fields."""
    if not rows:
        return [None]
    model = rows[0]
    without_id = {key: value for key, value in model.items() if key != "_id"}
    odd: list[object] = ["not an object", None, {**without_id, "id": "odd/no-oid"}]
    fields: tuple[Row, ...] = (
        {"tags": ["nul\x00tag", "🤗 emoji", "한국어"], "library_name": "nul\x00lib"},
        {"likes": "12", "trendingScore": "many"},
        {"downloads": 2**63 + 5, "downloadsAllTime": 10**30},
        {"tags": [f"tag-{n}" for n in range(2_000)]},
        {"downloadsAllTime": 2**63 - 1, "createdAt": "10000-01-01T00:00:00.000Z", "safetensors": {"total": 10**18}},
        {"createdAt": "0001-01-01T00:00:00.000Z", "trendingScore": 1e300, "library_name": "x" * 1_000},
        {"_id": "../../../config", "id": "odd/path"},
        {"id": "odd/private", "private": True},
        {"downloads": -1, "likes": 1.5, "trendingScore": 9.600000000000001, "createdAt": "yesterday"},
    )
    odd += [{**model, "_id": f"{n:024x}", "id": f"odd/row-{n}", **changes} for n, changes in enumerate(fields, start=1)]
    middle = len(rows) // 2
    return [*rows[:middle], *odd, *rows[middle:]]
