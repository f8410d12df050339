"""The threats to a school's repository, group by group: what is tried, which tests show the refusal, which the twin.

A row names a test only where that test shows what must happen. ``untestable`` says why no test can.
"""

from __future__ import annotations

from typing import Final

from tests.trust.threat import Threat, both, of

HISTORY, RIGHTS, OBJECTS, KEYS = (f"trust/test_{name}.py" for name in ("history", "rights", "objects", "keys"))
TREES, LOCKS, SIGN_OFFS, ROOT = (f"trust/test_{name}.py" for name in ("names_and_sizes", "locks", "sign_offs", "root"))
RECOVERY, WITNESSES, MUTATIONS = (f"trust/test_{name}.py" for name in ("recovery", "witnesses", "mutations"))
HOOK, CLONES, SERVERS, REVIEW = (f"ledger/test_{name}.py" for name in ("hook", "clones", "servers", "review_cycle"))
WITNESS, PEOPLE, HOSTILE = "ledger/test_witness.py", "ledger/test_people.py", "records/test_hostile.py"

ENTERED: Final = of(RIGHTS, "a_teacher_enters_her_scores_and_the_head_accepts")
PARSED: Final = of(OBJECTS, "an_honest_commit_is_read_as_it_was_written")
GROWN: Final = of(TREES, "the_honest_twin_of_all_these_trees")
CLONED: Final = of(CLONES, "the_honest_twin_of_all_these_clones")
PUSHED: Final = of(SERVERS, "honest_work_gets_through_and_false_work_leaves_nothing")
LOCKED: Final = of(LOCKS, "a_signed_year_is_locked_by_the_principal")
WRITTEN: Final = of("records/test_canonical.py", "what_is_written_is_read_back")
TEXT: Final = of(HOSTILE, "refused_with_code_and_line")

A: Final = {
    "A1": Threat("unsigned commit", of(HISTORY, "a1_an_unsigned_commit"), ENTERED),
    "A2": Threat("outsider's key, teacher's name", of(HISTORY, "a2_a_stranger_with_a_teachers_name"), ENTERED),
    "A3": Threat("author is not signer", of(HISTORY, "a3_a_colleagues_key_under_a_teachers_name"), ENTERED),
    "A4": Threat(
        "commit read in two ways",
        of(HISTORY, "a4_a_commit_that_can_be_read_in_two_ways") + of(OBJECTS, "a_commit_that_can_be_read_in_two_ways"),
        PARSED,
    ),
    "A5": Threat(
        "one signature, two commit ids",
        of(HISTORY, "a5_one_signature_has_one_text") + of(OBJECTS, "a_commit_that_can_be_read_in_two_ways"),
        PARSED + ENTERED,
    ),
    "A6": Threat("two signatures in one block", of(HISTORY, "a6_two_signatures_in_one_block"), ENTERED),
    "A7": Threat(
        "weak or wrong kind of signature",
        of(
            KEYS,
            "a7_a_weak_or_wrong_kind_of_signature",
            "a7_a_short_rsa_key",
            "a7_a_signature_by_a_kind_of_key_that_nobody_knows",
        ),
        of(KEYS, "a7_a_weak_or_wrong_kind_of_signature"),
    ),
    "A8": Threat(
        "subkey of somebody else adopted",
        of(
            KEYS,
            "a8_somebody_elses_subkey_does_not_become_ones_own",
            "a8_a_binding_by_the_thiefs_own_key_alone_is_none",
        ),
        of(KEYS, "a8_somebody_elses_subkey_does_not_become_ones_own"),
    ),
    "A9": Threat(
        "a commit's signature as sign-off",
        of(SIGN_OFFS, "a9_a_commits_signature_is_no_sign_off"),
        of(SIGN_OFFS, "everybody_signs_in_order"),
    ),
    "A10": Threat(
        "huge, secret or double certificate",
        of(
            KEYS,
            "a10_a_certificate_is_small_public_and_one",
            "a10_what_the_library_does_not_know_is_refused_in_words",
        ),
        of(KEYS, "a10_a_certificate_is_small_public_and_one"),
    ),
    "A11": Threat(
        "escapes and turned text",
        TEXT
        + of(OBJECTS, "a_commit_that_can_be_read_in_two_ways")
        + of("records/test_commands.py", "names_of_files_cannot_command_a_terminal"),
        PARSED,
    ),
    "A12": Threat("stolen laptop", untestable="a signature that malware asks for is a true one; what follows is E4"),
}
B: Final = {
    "B1": Threat("another subject", of(RIGHTS, "b1_another_subject_is_out_of_reach_and_the_cell_is_named"), ENTERED),
    "B2": Threat(
        "own subject elsewhere, or after a successor was named",
        of(RIGHTS, "b2_a_successor_takes_over_with_the_entry_that_names_her", "b2_her_own_subject_elsewhere"),
        of(RIGHTS, "b2_a_successor_takes_over_with_the_entry_that_names_her"),
    ),
    "B3": Threat("change and undo", of(RIGHTS, "b3_a_change_that_is_undone_in_the_branch_is_seen"), ENTERED),
    "B4": both("self-review", of(RIGHTS, "b4_nobody_accepts_her_own_work")),
    "B5": Threat("self-review by a second key", of(RIGHTS, "b5_a_second_key_is_the_same_person"), ENTERED),
    "B6": Threat("reviewer without the right", of(RIGHTS, "b6_a_colleague_is_no_reviewer"), ENTERED),
    "B7": Threat(
        "branch moved after the review",
        of(REVIEW, "b7_a_branch_that_moves_between_two_tries_is_looked_at_again"),
        of(REVIEW, "a_score_goes_the_whole_way"),
    ),
    "B8": Threat(
        "reviewer's view falsified by attributes",
        of(TREES, "b8_a_teacher_does_not_say_how_git_shows_the_records", "g11_g12_g13_names_outside_of_the_grammar"),
        GROWN,
    ),
    "B9": Threat("words of approval", of(RIGHTS, "b9_words_of_approval_count_for_nothing"), ENTERED),
    "B10": Threat("collusion", untestable="two entitled persons who agree to lie cannot be told from two honest ones"),
}
C: Final = {
    "C1": Threat("evil merge", of(HISTORY, "c1_a_merge_that_brings_something_of_its_own"), ENTERED),
    "C2": Threat(
        "stale merge",
        of(HISTORY, "c2_a_stale_merge_that_takes_the_whole_branch"),
        of(HISTORY, "c2_the_honest_merge_keeps_both"),
    ),
    "C3": Threat("branch dropped", of(HISTORY, "c3_a_merge_that_drops_the_branch"), ENTERED),
    "C4": Threat(
        "octopus, merge in the branch, other root",
        of(HISTORY, "c4_a_merge_inside_the_branch", "c4_a_root_of_nowhere")
        + of(OBJECTS, "a_commit_that_can_be_read_in_two_ways"),
        ENTERED,
    ),
    "C5": Threat(
        "commit right on main",
        of(HISTORY, "c5_a_commit_right_on_main") + of(HOOK, "a_commit_pushed_straight_to_main_is_refused"),
        PUSHED,
    ),
    "C6": Threat(
        "parents swapped",
        of(HISTORY, "c6_the_parents_swapped") + of(MUTATIONS, "parents_that_are_swapped_doubled_or_others"),
        ENTERED,
    ),
    "C7": Threat(
        "conflict hides a change",
        of(HISTORY, "c7_both_sides_changed_one_path"),
        of(HISTORY, "c2_the_honest_merge_keeps_both"),
    ),
    "C8": both("old proposal merged late", of("trust/test_ahead.py", "c8_a_proposal_on_a_ledger_of_long_ago")),
    "C9": Threat("mass of commits", of(HISTORY, "c9_a_branch_that_tires_the_reviewer"), ENTERED),
}
D: Final = {
    "D1": Threat(
        "rollback of main",
        of(HISTORY, "d1_a_history_that_lost_a_verified_entry") + of(HOOK, "references_only_grow"),
        of(HISTORY, "ten_new_entries_go_on_from_what_is_known"),
    ),
    "D2": Threat(
        "references deleted",
        of(HOOK, "references_only_grow") + of(CLONES, "d2_a_repository_whose_main_is_gone"),
        PUSHED + CLONED,
    ),
    "D3": Threat(
        "fork",
        of(TREES, "d3_another_history_than_the_one_that_is_remembered"),
        of(HISTORY, "ten_new_entries_go_on_from_what_is_known"),
    ),
    "D4": Threat(
        "freeze",
        of(WITNESSES, "d4_a_frozen_history_is_told_with_the_date_of_its_newest_witness"),
        of(WITNESSES, "d4_a_school_without_an_authority_is_not_reminded_of_one"),
    ),
    "D5": Threat(
        "old sign-off replayed",
        of(SIGN_OFFS, "d5_a_change_makes_a_sign_off_stale_even_when_it_is_undone")
        + of(MUTATIONS, "a_signature_that_was_made_for_something_else"),
        of(SIGN_OFFS, "everybody_signs_in_order"),
    ),
    "D6": Threat(
        "another school's statement",
        of(SIGN_OFFS, "d6_another_schools_statement") + of(ROOT, "a_key_bound_for_another_school_does_not_count"),
        of(SIGN_OFFS, "everybody_signs_in_order"),
    ),
    "D7": Threat(
        "commit's date is not the signature's",
        of(HISTORY, "d7_a_date_that_is_not_the_signatures"),
        of(HISTORY, "d7_some_minutes_are_allowed"),
    ),
    "D8": Threat(
        "both dates forged",
        of(WITNESSES, "d8_a_claim_outside_of_its_witnesses_is_told_by_its_commit")
        + of(WITNESS, "d8_a_backdated_commit_is_told_by_the_witness_it_stands_on"),
        of(WITNESSES, "dates_that_agree_with_the_witnesses_are_not_remarked"),
    ),
    "D9": both("signature from the future", of(HOOK, "a_merge_is_dated_by_the_day_it_is_pushed")),
    "D10": Threat(
        "time goes backwards",
        of(WITNESSES, "d10_time_that_goes_backwards_along_main"),
        of(WITNESSES, "dates_that_agree_with_the_witnesses_are_not_remarked"),
    ),
    "D11": Threat(
        "false time token",
        of(
            WITNESSES,
            "d11_a_token_over_other_data",
            "d11_an_authority_that_the_school_does_not_trust",
            "d11_the_same_token_twice",
        )
        + of(WITNESS, "d11_an_old_answer_sent_again_is_not_taken"),
        of(WITNESSES, "an_entry_is_witnessed_and_anybody_may_accept_even_the_author"),
    ),
    "D12": Threat(
        "junk references",
        of(HOOK, "references_only_grow", "a_push_moves_no_thousands_of_branches"),
        of(HOOK, "a_push_moves_no_thousands_of_branches"),
    ),
    "D13": Threat(
        "push whose parts lean on each other",
        of(HOOK, "d13_a_push_of_which_one_part_is_refused_moves_nothing")
        + of(RIGHTS, "a_right_does_not_reach_back_into_the_entry_that_grants_it"),
        of(RIGHTS, "b2_a_successor_takes_over_with_the_entry_that_names_her"),
    ),
}
E: Final = {
    "E1": Threat(
        "key used after its end",
        of(WITNESS, "e1_a_key_that_had_expired_by_witnessed_time_signs_nothing_backdated")
        + of(KEYS, "e1_a_signature_from_before_its_key"),
        of("second_verifier/test_agreement.py", "an_expired_key_loses_nothing_of_its_past"),
    ),
    "E2": both("renewal drops what was there", of(KEYS, "e2_a_certificate_loses_nothing")),
    "E3": Threat(
        "revoked key signs again",
        of(RECOVERY, "e3_a_lost_key_signs_nothing_more")
        + of(PEOPLE, "a_retired_key_signs_no_more_and_its_past_stands"),
        of(RECOVERY, "a_retired_keys_past_stands"),
    ),
    "E4": Threat(
        "work of a compromised key",
        of(RECOVERY, "e4_a_lost_keys_entries_are_tainted_until_somebody_else_affirms_them"),
        of(RECOVERY, "e4_an_entry_that_is_not_in_doubt_needs_no_affirmation"),
    ),
    "E5": both("revocation to kill history", of(KEYS, "e5_a_revocation_ends_a_key_and_not_its_past")),
    "E6": both(
        "staff left before the merge",
        of(KEYS, "e6_work_of_a_former_teacher_is_judged_by_the_day_it_is_accepted"),
    ),
    "E7": Threat("data and rights in one", of(RIGHTS, "e7_data_and_its_rights_do_not_come_together"), ENTERED),
    "E8": Threat(
        "policy change without its persons",
        of(RIGHTS, "e8_the_administrator_cannot_raise_himself_alone")
        + of(
            ROOT,
            "e8_the_last_administrator_or_principal_does_not_simply_end",
            "e8_the_root_keeps_its_threshold_of_keys",
        ),
        of(ROOT, "e8_the_last_administrators_key_is_replaced_not_retired"),
    ),
    "E9": Threat("rules deleted", of(RIGHTS, "e9_the_staff_file_cannot_be_taken_away"), ENTERED),
    "E10": Threat(
        "tricks with patterns of paths",
        of("records/test_layout.py", "strangers_have_no_place")
        + of(TREES, "e10_names_beside_the_records_that_some_machine_takes_for_them"),
        of("records/test_layout.py", "every_kind_has_its_place") + GROWN,
    ),
    "E11": Threat(
        "false repository at first contact",
        of(HISTORY, "e11_without_a_sheet_nothing_is_decided", "e11_another_schools_sheet"),
        of(RIGHTS, "a_school_that_began_honestly_is_valid"),
    ),
    "E12": Threat(
        "root key lost, principal replaced",
        of(ROOT, "e12_a_sheet_needs_both_thresholds_and_its_place"),
        of(ROOT, "e12_the_principal_is_replaced_without_his_help_and_the_new_one_leads"),
    ),
    "E13": Threat(
        "unknown or lower number of the rules",
        of(
            TREES,
            "e13_rules_that_this_release_does_not_know",
            "e13_the_number_of_the_rules_does_not_go_back",
            "e13_nor_within_a_branch_that_raised_it",
        ),
        ENTERED,
    ),
    "E14": Threat(
        "verifier of the repository itself",
        of(CLONES, "e14_a_program_that_lies_in_what_it_judges_says_so"),
        CLONED,
    ),
}
F: Final = {
    "F1": Threat(
        "change in a locked year",
        of(LOCKS, "f1_nobody_changes_a_locked_year", "f1_nothing_of_it_is_removed", "f1_nothing_is_added_to_it")
        + of(LOCKS, "an_unlock_of_pupils_lets_no_file_go"),
        of(LOCKS, "an_unlock_opens_its_scope_and_nothing_else", "an_unlock_that_names_pupils_opens_their_rows_alone"),
    ),
    "F2": Threat(
        "unlock without the principal",
        of(LOCKS, "f2_the_record_of_a_lock_stays", "an_unlock_needs_the_principals_signature"),
        of(LOCKS, "an_unlock_opens_its_scope_and_nothing_else"),
    ),
    "F3": Threat(
        "lock by another, or of an unfinished year",
        of(LOCKS, "f3_the_vice_principal_cannot_sign_a_lock", "f3_an_incomplete_year_is_not_locked"),
        LOCKED,
    ),
    "F4": Threat(
        "reference of a lock moved",
        of(
            CLONES,
            "f4_a_years_branch_decides_nothing_and_is_told",
            "f4_a_branch_for_a_year_that_nobody_locked",
        )
        + of(HOOK, "references_only_grow"),
        CLONED + of(CLONES, "f4_a_bundle_of_main_alone_misses_no_branch"),
    ),
    "F5": Threat(
        "lock with a false digest",
        of(LOCKS, "f5_a_lock_says_what_the_records_give", "f5_a_frozen_result_that_the_records_do_not_give"),
        LOCKED,
    ),
    "F6": Threat(
        "amendment hidden in a view",
        of("audit/test_corrections.py", "after_a_lock_the_decision_is_named")
        + of("audit/test_corrections.py", "the_corrected_pupils_page_shows_it_and_nobody_elses"),
        of("audit/test_corrections.py", "a_year_without_corrections_is_printed_byte_for_byte_as_without_a_history"),
    ),
}
G: Final = {
    "G1": Threat("git replace", of(CLONES, "g1_a_replaced_commit_has_no_effect"), CLONED),
    "G2": Threat("grafts", of(CLONES, "g2_grafted_parents"), CLONED),
    "G3": Threat("shallow or partial clone", of(CLONES, "g3_a_part_of_a_history_is_never_valid"), CLONED),
    "G4": Threat(
        "content is not its name",
        of(HISTORY, "a_replaced_object_is_invalid")
        + of(MUTATIONS, "a_flipped_bit_a_dropped_or_swapped_object", "a_bundle_whose_bytes_were_changed")
        + of(
            "trust/test_on_disk.py",
            "g4_a_loose_file_that_was_written_over",
            "g4_a_pack_index_whose_offsets_are_swapped",
        ),
        of(MUTATIONS, "every_honest_history_is_valid", "a_bundle_that_nobody_changed"),
    ),
    "G5": Threat(
        "alternates",
        of(CLONES, "g5_borrowed_objects_are_told", "g5_a_pipe_where_an_object_should_be_is_not_opened"),
        CLONED,
    ),
    "G6": Threat("settings that run code", of(CLONES, "g6_g7_nothing_of_a_repository_is_run"), CLONED),
    "G7": Threat("hooks that run code", of(CLONES, "g6_g7_nothing_of_a_repository_is_run"), CLONED),
    "G8": Threat("submodules", of(TREES, "g8_g9_links_and_submodules"), GROWN),
    "G9": Threat("symbolic links", of(TREES, "g8_g9_links_and_submodules"), GROWN),
    "G10": Threat(
        "odd modes, order and names",
        of(TREES, "g10_a_score_file_that_can_be_run") + of(OBJECTS, "g10_a_tree_that_can_be_read_in_two_ways"),
        GROWN + of(OBJECTS, "an_honest_tree_is_read_as_it_was_written"),
    ),
    "G11": Threat("attributes", of(TREES, "g11_g12_g13_names_outside_of_the_grammar"), GROWN),
    "G12": Threat("twin names", of(TREES, "g11_g12_g13_names_outside_of_the_grammar"), GROWN),
    "G13": Threat(
        "long names, deep trees", of(TREES, "g11_g12_g13_names_outside_of_the_grammar", "g14_a_bomb_of_folders"), GROWN
    ),
    "G14": Threat(
        "bombs",
        of(TREES, "g14_a_bomb_of_folders", "g14_a_huge_file_is_not_read")
        + of(SERVERS, "a_push_is_as_large_as_the_server_is_set_to"),
        GROWN + of(SERVERS, "a_push_is_as_large_as_the_server_is_set_to"),
    ),
    "G15": Threat("SHA-1 collision", of(HISTORY, "g15_the_digest_beside_sha1_is_checked"), ENTERED),
    "G16": Threat(
        "hook that fails open",
        of(HOOK, "a_sheet_that_cannot_be_read_opens_no_door", "a_missing_program_opens_no_door"),
        of(REVIEW, "a_score_goes_the_whole_way"),
    ),
    "G17": both("two pushes at once", of(SERVERS, "of_two_pushes_onto_one_main_exactly_one_gets_in")),
}
H: Final = {
    "H1": Threat("duplicate keys", TEXT, WRITTEN),
    "H2": Threat("anchors, merge keys, alias bomb", TEXT, WRITTEN),
    "H3": Threat("tags", TEXT, WRITTEN),
    "H4": Threat(
        "scalars that readers take differently", TEXT, of("records/test_canonical.py", "numbers_have_one_form")
    ),
    "H5": Threat(
        "other forms of YAML and of bytes",
        TEXT,
        of("records/test_canonical.py", "every_reader_reads_the_same") + of(HOSTILE, "fmt_mends_what_has_one_meaning"),
    ),
    "H6": Threat("line ends of Unicode", TEXT, of("records/test_canonical.py", "any_text_survives_every_reader")),
    "H7": Threat("deep nesting", TEXT, WRITTEN),
    "H8": Threat(
        "letters that only look right",
        TEXT + of(HOSTILE, "letters_that_only_look_right_are_refused_in_names"),
        of(HOSTILE, "minority_orthographies_are_names"),
    ),
    "H9": both("two valid spellings", of("checks/test_checks.py", "near_names")),
    "H10": Threat("keys that become one", TEXT, WRITTEN),
}
THREATS: Final = A | B | C | D | E | F | G | H
