-- The pay database of a version as the first form of the workspace had it.
create schema stored;
create table stored.payroll(manager_id varchar, period date, salary decimal(18,2), bonus decimal(18,2), penalty decimal(18,2), bonus_for date, employer_cost decimal(18,2), attributes map(varchar, varchar), batch integer);
