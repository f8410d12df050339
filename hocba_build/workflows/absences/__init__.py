"""Half-days absent, month by month: entered, taken in from a sheet, summed up (quy chế của trường, Điều 12 khoản 6)."""
