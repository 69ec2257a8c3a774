import html

print(html.escape("<a href=\"x\">'&'</a>"), html.escape("\"'", quote=False), html.unescape("&lt;&amp;&gt;&quot;&#39;&#x27;&eacut"), html.unescape("&euro;&copy;&nbsp;|&#8364;&#x20AC;&unknown; & &;"), html.unescape("plain"))
print(html.unescape(html.escape("<&>\"'é")) == "<&>\"'é", ascii(html.unescape("&#0;&#xD800;&#1114112;")))
