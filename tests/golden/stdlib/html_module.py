# html: what stands for characters, as browsers read it.
import html, html.entities as he
print(len(he.html5), len(he.name2codepoint), he.name2codepoint["eacute"], he.codepoint2name[233], he.entitydefs["lang"], ascii(he.html5["NotEqualTilde;"]))
for s in ("&eacute;t&eacute &amp;amp; &notit; &notin; &#233;&#xe9 &#128;&#x9F;&#0;&#xD800;&#x110000;&#1;&#xFFFF; &unknown; & &; &lt", "plain", "&#", "&AMP&COPYx", "&NotEqualTilde;", "&apos;&quot;&nbsp;"):
    print(ascii(html.unescape(s)))
print(html.escape("<a href='x'>&\"</a>"), html.escape("'", quote=False))
