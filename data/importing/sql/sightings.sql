-- What is gathered before unknown numbers are compared: where each was seen, and whom it may stand for.
create or replace table sightings (
    entity varchar, code varchar, registry_code varchar, vat_number varchar, email varchar, name varchar,
    rows bigint, part integer, first_line bigint
);

create or replace table people (
    entity varchar, id varchar, registry_code varchar, vat_number varchar, email varchar, name varchar
);
