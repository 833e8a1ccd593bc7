/**
 * What the extensions of GitHub Flavored Markdown 0.29 are to do, section by section. No package publishes the
 * examples of that specification; these say the same things in other words.
 */
export const gfmExamples: readonly (readonly [section: string, markdown: string, html: string])[] =
  [
    [
      '4.10 table',
      '| one | two |\n| --- | --- |\n| red | blue |\n',
      '<table><thead><tr><th>one</th><th>two</th></tr></thead><tbody><tr><td>red</td><td>blue</td></tr></tbody></table>',
    ],
    [
      '4.10 alignment, outer pipes left out',
      '| one | two long |\n:-: | -------:\nred | blue\n',
      '<table><thead><tr><th align="center">one</th><th align="right">two long</th></tr></thead><tbody><tr><td align="center">red</td><td align="right">blue</td></tr></tbody></table>',
    ],
    [
      '4.10 escaped pipes, in code as well',
      '| o\\|ne |\n| ----- |\n| a `\\|` b |\n| a **\\|** b |\n',
      '<table><thead><tr><th>o|ne</th></tr></thead><tbody><tr><td>a <code>|</code> b</td></tr><tr><td>a <strong>|</strong> b</td></tr></tbody></table>',
    ],
    [
      '4.10 broken off by another block',
      '| one | two |\n| --- | --- |\n| red | blue |\n> green\n',
      '<table><thead><tr><th>one</th><th>two</th></tr></thead><tbody><tr><td>red</td><td>blue</td></tr></tbody></table><blockquote><p>green</p></blockquote>',
    ],
    [
      '4.10 ended by a blank line alone',
      '| one | two |\n| --- | --- |\n| red | blue |\ngreen\n\ngrey\n',
      '<table><thead><tr><th>one</th><th>two</th></tr></thead><tbody><tr><td>red</td><td>blue</td></tr><tr><td>green</td><td></td></tr></tbody></table><p>grey</p>',
    ],
    [
      '4.10 header and delimiters of different length',
      '| one | two |\n| --- |\n| red |\n',
      '<p>| one | two |\n| --- |\n| red |</p>',
    ],
    [
      '4.10 rows too short and too long',
      '| one | two |\n| --- | --- |\n| red |\n| red | blue | green |\n',
      '<table><thead><tr><th>one</th><th>two</th></tr></thead><tbody><tr><td>red</td><td></td></tr><tr><td>red</td><td>blue</td></tr></tbody></table>',
    ],
    [
      '4.10 no body',
      '| one | two |\n| --- | --- |\n',
      '<table><thead><tr><th>one</th><th>two</th></tr></thead></table>',
    ],
    [
      '5.3 task list',
      '- [ ] wash\n- [x] dry\n',
      '<ul><li><input disabled="" type="checkbox"> wash</li><li><input checked="" disabled="" type="checkbox"> dry</li></ul>',
    ],
    [
      '5.3 nested task lists',
      '- [x] wash\n  - [ ] cups\n  - [x] plates\n- [ ] dry\n',
      '<ul><li><input checked="" disabled="" type="checkbox"> wash<ul><li><input disabled="" type="checkbox"> cups</li><li><input checked="" disabled="" type="checkbox"> plates</li></ul></li><li><input disabled="" type="checkbox"> dry</li></ul>',
    ],
    [
      '6.5 one tilde or two',
      '~~Gone~~ and ~gone~, here.\n',
      '<p><del>Gone</del> and <del>gone</del>, here.</p>',
    ],
    ['6.5 not across paragraphs', 'So ~~it\n\nends~~.\n', '<p>So ~~it</p><p>ends~~.</p>'],
    ['6.5 not three', 'It ~~~stays~~~ so.\n', '<p>It ~~~stays~~~ so.</p>'],
    ['6.9 www', 'www.example.org\n', '<p><a href="http://www.example.org">www.example.org</a></p>'],
    [
      '6.9 with a path',
      'See www.example.org/help for more.\n',
      '<p>See <a href="http://www.example.org/help">www.example.org/help</a> for more.</p>',
    ],
    [
      '6.9 punctuation of the sentence',
      'See www.example.org.\n\nSee www.example.org/a.b.\n',
      '<p>See <a href="http://www.example.org">www.example.org</a>.</p><p>See <a href="http://www.example.org/a.b">www.example.org/a.b</a>.</p>',
    ],
    [
      '6.9 parentheses',
      'www.example.org/q=A+(b)\n\nwww.example.org/q=A+(b)))\n\n(www.example.org/q=A+(b))\n\n(www.example.org/q=A+(b)\n',
      '<p><a href="http://www.example.org/q=A+(b)">www.example.org/q=A+(b)</a></p><p><a href="http://www.example.org/q=A+(b)">www.example.org/q=A+(b)</a>))</p><p>(<a href="http://www.example.org/q=A+(b)">www.example.org/q=A+(b)</a>)</p><p>(<a href="http://www.example.org/q=A+(b)">www.example.org/q=A+(b)</a></p>',
    ],
    [
      '6.9 parentheses inside',
      'www.example.org/q=(b))+c\n',
      '<p><a href="http://www.example.org/q=(b))+c">www.example.org/q=(b))+c</a></p>',
    ],
    [
      '6.9 what looks like an entity',
      'www.example.org/?q=b&hl=en\n\nwww.example.org/?q=b&hl;\n',
      '<p><a href="http://www.example.org/?q=b&amp;hl=en">www.example.org/?q=b&amp;hl=en</a></p><p><a href="http://www.example.org/?q=b">www.example.org/?q=b</a>&amp;hl;</p>',
    ],
    [
      '6.9 ended by <',
      'www.example.org/he<lp\n',
      '<p><a href="http://www.example.org/he">www.example.org/he</a>&lt;lp</p>',
    ],
    [
      '6.9 http, https, ftp',
      'http://example.org\n\n(See https://a.example.org/q=A+(b))\n\nFiles are at ftp://foo.example.\n',
      '<p><a href="http://example.org">http://example.org</a></p><p>(See <a href="https://a.example.org/q=A+(b)">https://a.example.org/q=A+(b)</a>)</p><p>Files are at <a href="ftp://foo.example">ftp://foo.example</a>.</p>',
    ],
    [
      '6.9 no host with an underscore at its end',
      'www.ex_ample.org www.example.o_rg\n',
      '<p>www.ex_ample.org www.example.o_rg</p>',
    ],
    [
      '6.9 mail',
      'ann@bar.example\n',
      '<p><a href="mailto:ann@bar.example">ann@bar.example</a></p>',
    ],
    [
      '6.9 + before the @ alone',
      "ann@bob+cat.example isn't one, ann+bob@cat.example is.\n",
      '<p>ann@bob+cat.example isn\'t one, <a href="mailto:ann+bob@cat.example">ann+bob@cat.example</a> is.</p>',
    ],
    [
      '6.9 . - and _ in mail',
      'a.b-c_d@e.f\n\na.b-c_d@e.f.\n\na.b-c_d@e.f-\n\na.b-c_d@e.f_\n',
      '<p><a href="mailto:a.b-c_d@e.f">a.b-c_d@e.f</a></p><p><a href="mailto:a.b-c_d@e.f">a.b-c_d@e.f</a>.</p><p>a.b-c_d@e.f-</p><p>a.b-c_d@e.f_</p>',
    ],
    [
      '6.9 mailto: and xmpp:',
      'mailto:ann@bar.example xmpp:ann@bar.example\n',
      '<p><a href="mailto:ann@bar.example">mailto:ann@bar.example</a> <a href="xmpp:ann@bar.example">xmpp:ann@bar.example</a></p>',
    ],
  ];
