-- What an import keeps while it works: why rows are refused, and what was noticed on the way.
create or replace table faults (
    part integer, line bigint, column_name varchar, value varchar, code varchar, detail map(varchar, varchar)
);

create or replace table remarks (
    part integer, column_name varchar, code varchar, count bigint, first_line bigint, value varchar,
    lines bigint[]
);
