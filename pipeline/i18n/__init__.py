"""Every text that people read, once per language: `en.ftl`, `ko.ftl`.

What belongs here: looking a text up by its code, plurals, days and figures in a language's form. What does not: which codes a row has
(ranking, warehouse), and how text is escaped (site, cli).
"""
