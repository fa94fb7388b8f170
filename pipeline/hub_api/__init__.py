"""The Hub's API: one bounded request and its response, and the API's fields, limits and refreshes. Which pages make up a day: crawl."""
