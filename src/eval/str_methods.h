/* The method tables of str, in the files that implement them.
 *
 * str has more methods than fit one readable file: searching and splitting, case and character
 * classes, and layout are apart; str_type.c holds the slots and joins the tables. */
#ifndef RETORT_EVAL_STR_METHODS_H
#define RETORT_EVAL_STR_METHODS_H

#include "base/strbuf.h"
#include "eval/builtins.h"

/* str_search.c */
bool str_find_method(Eval *ev, Args *a, Value *out);
bool str_rfind_method(Eval *ev, Args *a, Value *out);
bool str_index_method(Eval *ev, Args *a, Value *out);
bool str_rindex_method(Eval *ev, Args *a, Value *out);
bool str_count_method(Eval *ev, Args *a, Value *out);
bool str_startswith_method(Eval *ev, Args *a, Value *out);
bool str_endswith_method(Eval *ev, Args *a, Value *out);
bool str_replace_method(Eval *ev, Args *a, Value *out);
bool str_split_method(Eval *ev, Args *a, Value *out);
bool str_rsplit_method(Eval *ev, Args *a, Value *out);
bool str_splitlines_method(Eval *ev, Args *a, Value *out);
bool str_partition_method(Eval *ev, Args *a, Value *out);
bool str_rpartition_method(Eval *ev, Args *a, Value *out);
bool str_join_method(Eval *ev, Args *a, Value *out);
bool str_removeprefix_method(Eval *ev, Args *a, Value *out);
bool str_removesuffix_method(Eval *ev, Args *a, Value *out);

/* str_case.c */
bool str_is_space(uint32_t cp);
bool str_lower_method(Eval *ev, Args *a, Value *out);
bool str_upper_method(Eval *ev, Args *a, Value *out);
bool str_casefold_method(Eval *ev, Args *a, Value *out);
bool str_title_method(Eval *ev, Args *a, Value *out);
bool str_capitalize_method(Eval *ev, Args *a, Value *out);
bool str_swapcase_method(Eval *ev, Args *a, Value *out);
bool str_isalpha_method(Eval *ev, Args *a, Value *out);
bool str_isdigit_method(Eval *ev, Args *a, Value *out);
bool str_isdecimal_method(Eval *ev, Args *a, Value *out);
bool str_isnumeric_method(Eval *ev, Args *a, Value *out);
bool str_isalnum_method(Eval *ev, Args *a, Value *out);
bool str_isspace_method(Eval *ev, Args *a, Value *out);
bool str_isprintable_method(Eval *ev, Args *a, Value *out);
bool str_isascii_method(Eval *ev, Args *a, Value *out);
bool str_isupper_method(Eval *ev, Args *a, Value *out);
bool str_islower_method(Eval *ev, Args *a, Value *out);
bool str_istitle_method(Eval *ev, Args *a, Value *out);
bool str_isidentifier_method(Eval *ev, Args *a, Value *out);

/* str_layout.c */
bool str_strip_method(Eval *ev, Args *a, Value *out);
bool str_lstrip_method(Eval *ev, Args *a, Value *out);
bool str_rstrip_method(Eval *ev, Args *a, Value *out);
bool str_center_method(Eval *ev, Args *a, Value *out);
bool str_ljust_method(Eval *ev, Args *a, Value *out);
bool str_rjust_method(Eval *ev, Args *a, Value *out);
bool str_zfill_method(Eval *ev, Args *a, Value *out);
bool str_expandtabs_method(Eval *ev, Args *a, Value *out);
bool str_translate_method(Eval *ev, Args *a, Value *out);
bool str_maketrans_method(Eval *ev, Args *a, Value *out);

/* bytes_type.c: encodings. name and errors are str or unset; text is UTF-8. */
bool bytes_encode(Eval *ev, Str text, Value encoding, Value errors, Value *out) MUST_CHECK;
bool bytes_decode(Eval *ev, Str bytes, Value encoding, Value errors, Value *out) MUST_CHECK;

#endif
