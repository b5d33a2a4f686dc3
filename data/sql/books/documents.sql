-- The schemes and rights that were imported, oldest first: one row a document.
with documents as (select * from stored.documents)

select kind, content
from documents
order by kind, valid_from nulls first, batch
