"""What befalls a workspace, and the test that shows what comes of it. ``make faults`` runs them all.

The promise is the same for each: nothing acknowledged is lost, nothing unacknowledged is seen, whoever meets the fault
is told what to do. F1–F20 are the cases that the database was measured with; the others are the product's own.

==== ============================================== =================================================================
case fault                                          test
==== ============================================== =================================================================
F1   kill -9 amid insert and update                 killed: an_import_killed_at_any_moment (batches add and change rows)
F2   kill -9 amid staging and insert                the same, over the whole length of an import
F3   kill -9 amid replacing a table                 the same: the marts are made anew in each import
F4   kill -9 amid reading a CSV file                the same
F5   kill -9 around the checkpoint                  killed: an_import_killed_at_its_delicate_moments
F6   kill -9 amid writing Parquet, leftovers        both: ``goes_on`` counts what the next import sweeps
F7   the database's log cut off                     damaged: a_damaged_file_is_told_… (any log is refused)
F8   a bit of the log flipped                       the same
F9   a bit of a database flipped                    damaged: a_flipped_bit_anywhere
F10  a database cut in half                         damaged: a_damaged_file_is_told_and_undo_goes_back
F11  a limit on the size of files                   full: a_limit_on_the_size_of_files
F12  a full disk; a database that fails for good    full: a_full_disk, a_disk_that_fills_up_during_the_import,
                                                    a_reader_whose_database_has_failed_opens_it_anew
F13  another program has the database open          together: a_database_that_another_program_has_open
F14  one process opens it in two ways               together: one_process_reads_and_writes_at_once
F15  threads                                        together: eight_threads
F16  reading during an import                       together: readers_see_the_old_version_or_the_new_one
F17  two writers                                    together: two_importers_at_once, a_second_importer_waits_for_…,
                                                    the_lock_of_a_dead_process_blocks_nobody
F18  replaced under open readers                    together: a_version_that_a_reader_has_open_is_forgotten_…
F19  a stale log beside a database                  damaged: a_damaged_file_is_told_and_undo_goes_back
F20  too little memory                              together: too_little_memory_is_an_error_like_any_other
---- ---------------------------------------------- -----------------------------------------------------------------
     kill -9 of the very first import               killed: the_very_first_import_killed_at_any_moment
     kill -9 of the sample's import                 killed: the_first_import_of_the_sample_killed_at_any_moment
     kill -9 of an undo                             killed_others: an_undo_killed_at_any_moment
     kill -9 of a merge and a parting               killed_others: a_merge_and_a_parting_killed_at_any_moment
     kill -9 while a mapping is remembered          killed_others: remembering_a_mapping_killed_at_any_moment
     an import cancelled on the page                cancelled: a_cancelled_job_leaves_nothing, …_in_its_last_moment
     the pointer torn, lost, or another's           damaged: a_pointer_that_is_no_good_is_told_and_undo_goes_back
     the seal damaged                               damaged: a_seal_with_a_flipped_bit_is_told_and_undo_goes_back
     kept scores damaged                            damaged: damaged_scores_are_never_shown_and_made_again
     nine undos in a row                            together: a_version_that_a_reader_has_open_is_forgotten_…
==== ============================================== =================================================================
"""
