"""Short dates in French with the month's name, as scripts write them beside: 25 nov. 2026, 14:05."""

SHORT_DATE_FORMAT = "j N Y"
SHORT_DATETIME_FORMAT = "j N Y, H:i"
