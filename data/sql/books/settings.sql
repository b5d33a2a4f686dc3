-- What was settled for the workspace: one row a setting.
with settings as (select * from stored.settings)

select name, value
from settings
