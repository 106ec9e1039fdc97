import shlex
for text in ["a b  c", "a 'b c' d", 'x "y \\" \\n z" w', "a\\ b c", "'' a", "a'b'c\"d\"", "# none\na b # c", "k=v,w; x|y && z", "ünï à la", ""]:
    print(shlex.split(text), shlex.split(text, comments=True), shlex.split(text, posix=False))
    print(list(shlex.shlex(text)), list(shlex.shlex(text, posix=True)))
    print(list(shlex.shlex(text, posix=True, punctuation_chars=True)))
for text in ["'open", "back\\", '"half\\']:
    try: print(shlex.split(text))
    except ValueError as e: print("ValueError", e)
lexer = shlex.shlex("host-1, host-2 ,'c,d'", posix=True)
lexer.whitespace = ","
lexer.whitespace_split = True
print([part.strip() for part in lexer])
print(shlex.quote(""), shlex.quote("a b"), shlex.quote("it's"), shlex.quote("plain/path-1.txt"), shlex.quote("é"))
print(shlex.join(["a", "b c", "$x"]))
lexer = shlex.shlex("one two")
lexer.push_token("zero")
print(lexer.get_token(), lexer.get_token(), lexer.get_token(), repr(lexer.get_token()), lexer.eof == "")
