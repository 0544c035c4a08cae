"""Reads a line of an audit log by splitting it, without regular expressions: a second opinion on the table."""

CONNECTIONS = ("CONNECT", "FAILED_CONNECT", "DISCONNECT", "CHANGEUSER")
TABLES = ("READ", "WRITE", "CREATE", "ALTER", "RENAME", "DROP")
OPERATIONS = (*CONNECTIONS, "QUERY", *TABLES)
NOTHING = (None,) * 11
NAME = 256


def number(text: str, most: int = 20) -> bool:
    return 0 < len(text) <= most and text.isascii() and text.isdigit()


def read(line: str) -> tuple:
    parts = line.split(",")
    if len(parts) < 8 or not (number(parts[0], 16) and len(parts[0]) == 16) or len(parts[1]) > 255:
        return NOTHING
    # The first place where two numbers and an operation stand behind each other ends user and host.
    places = (place for place in range(4, len(parts) - 1) if parts[place + 2 : place + 3] and is_operation(parts, place))
    place = next(places, None)
    if place is None:
        return NOTHING
    user, host = ",".join(parts[2 : place - 1]), parts[place - 1]
    if len(user) > NAME or len(host) > 255:
        return NOTHING
    operation = parts[place + 2]
    what = details(operation, ",".join(parts[place + 3 :]))
    if what is None:
        return NOTHING
    return (int(parts[0]), parts[1], user, host, int(parts[place]), int(parts[place + 1]), operation, *what)


def is_operation(parts: list[str], place: int) -> bool:
    return number(parts[place]) and number(parts[place + 1]) and parts[place + 2] in OPERATIONS and place + 3 < len(parts)


def closing_quote(statement: str) -> int | None:
    """The first quote that has no backslash before it; or the last one, where the statement itself ends in a backslash."""
    quotes = (place for place, sign in enumerate(statement) if sign == "'" and statement[place - 1 : place] != "\\")
    last = statement.rfind("'")
    return next(quotes, last if last >= 0 and is_code(statement[last + 1 :]) else None)


def is_code(text: str) -> bool:
    return text == "," or (text[:1] == "," and number(text[1:], 5))


def ambiguous(name: str, most: int = NAME) -> bool:
    """Whether the columns of another record could begin in it."""
    parts = f",{name},".split(",")
    return len(name) > most or any(is_operation(parts, place) for place in range(1, len(parts) - 2))


def details(operation: str, rest: str) -> tuple | None:
    """Database, statement, object and return code."""
    if operation == "QUERY":
        database, quote, statement = rest.partition(",'")
        if not quote or ambiguous(database):
            return None
        end = closing_quote(statement)
        if end is None:
            return None if ambiguous(statement, len(statement)) else (database, statement, None, None)
        code = statement[end + 2 :]
        return (database, statement[:end], None, int(code) if code else None) if is_code(statement[end + 1 :]) else None
    if operation in CONNECTIONS:
        database, end, code = rest.rpartition(",,")
        return (database, None, "", int(code)) if end and number(code, 5) and not ambiguous(database) else None
    database, _, rest = rest.partition(",")
    name, end, code = rest.rpartition(",")
    if not end or name.startswith("'") or (code and not number(code, 5)) or ambiguous(name) or len(database) > NAME:
        return None
    return database, None, name, int(code) if code else None
