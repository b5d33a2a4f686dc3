-- What each import took from each file: one row a batch, file and table.
with batch_files as (select * from stored.batch_files)

select batch, file, table_name, added, changed, unchanged, rejected
from batch_files
order by batch, file
