"""Plan against actual, pace and forecast: what overview and sales_plan share."""
