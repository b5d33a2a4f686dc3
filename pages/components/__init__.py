"""What the pages share on screen; each part is one word: ``kpis.row``, ``charts.show``, ``tables.show``.

| part | what it draws |
|---|---|
| ``view`` | nothing: what a page is given (who looks, at what, how it looks) |
| ``source`` | nothing: results, kept between runs; the only part with ``st.cache_*`` |
| ``header``, ``filters`` | title, question, scope bar |
| ``kpis``, ``charts``, ``tables`` | cards, figures and tables with their titles |
| ``passport`` | "Where from?": a number's rows, SQL and check |
| ``method`` | how a page works its numbers out, and what proves its models |
| ``empty``, ``failure`` | why there is nothing to show, and what to do |
| ``download`` | the menu with a page's tables |
| ``entrance`` | nothing: makes every address lead through ``dashboard.py`` |
"""

from pages.components.entrance import through_the_dashboard

through_the_dashboard()
