import { expect } from 'chai'
import { parseArticleHtml } from '../../../../server/articles/intake/index.ts'

function read(html: string): string {
  return parseArticleHtml(html, 'en')
    .flatMap(({ headings, text }) => [...headings, text])
    .join(' ')
}

describe('what a visitor cannot see is not read', () => {
  const hide = (attributes: string) => `<p>before</p><div ${attributes}>secret<p>secret</p></div><p>after</p>`
  const STYLES = [
    'display:none',
    'DISPLAY : None !important',
    'color:red;display:none',
    'display:/* x */none',
    'd\\69splay:none',
    'd\\isplay:none',
    'visibility:hidden',
    'visibility:collapse',
    'content-visibility:hidden',
    'opacity:0',
    'opacity:.01',
    'opacity:0%',
    'filter:opacity(0)',
    'font-size:0',
    'font-size:0px',
    'font-size:1px',
    'font-size:.01em',
    'font:0/0 a',
    'position:absolute;left:-9999px',
    'position:absolute;top:-100em',
    'position:fixed;right:-200vw',
    'margin-left:-9999px',
    'margin:0 0 0 -9999px',
    'text-indent:-9999px',
    'transform:translateX(-9999px)',
    'transform:scale(0)',
    'scale:0',
    'clip:rect(0 0 0 0)',
    'clip:rect(1px, 1px, 1px, 1px)',
    'clip:rect(0.00px,0,.0px,1.0px)',
    'clip-path:inset(50%)',
    'clip-path:inset(100%)',
    'clip-path:circle(0)',
    'width:0',
    'height:0;overflow:hidden',
    'width:1px;height:1px;overflow:hidden',
    'max-height:0',
    'color:transparent',
    'color:rgba(0,0,0,0)',
    'color:#00000000',
    '-webkit-text-fill-color:transparent',
    'color:#fff;background:#fff',
    'color:#FFF;background-color:white',
    'color:rgb(255,255,255);background:#fefefe',
    'color:hsl(0,0%,100%);background:white',
    'color:black;background:#000',
    'color:white',
    'text-decoration:line-through',
  ]
  for (const style of STYLES) {
    it(`with the style ${style}`, () => {
      expect(read(hide(`style="${style}"`))).to.equal('before\nafter')
    })
  }

  // An expression that could read it in many ways would not be done within anybody's life.
  it('and what only begins like such a style is read, however long it is', () => {
    for (const part of [',', ' ', '0', 'px', '.0', '.00'])
      expect(read(hide(`style="clip:rect(${part.repeat(200)}x"`)), part).to.contain('secret')
  })

  const MARKUP: Record<string, string> = {
    'the attribute hidden': hide('hidden'),
    'hidden until found': hide('hidden="until-found"'),
    'hidden after a slash': 'before<div/hidden>secret</div>after',
    'hidden after a sign that looks like an end': '<p>before</p><p title="a>b" hidden>secret</p><p>after</p>',
    'hidden in capitals': '<p>before</p><P HIDDEN>secret</P><p>after</p>',
    'aria-hidden': hide('aria-hidden="true"'),
    'an unquoted style': hide('style=display:none'),
    'a reference in a style': 'before<p style="display&#58;none">secret</p>after',
    script: 'before<script>secret</script>after',
    'a script with a tag in it': 'before<script>var a = "<p>secret</p>"</script>after',
    'a script in capitals': 'before<SCRIPT>secret</sCript >after',
    style: 'before<style>secret</style>after',
    template: 'before<template><p>secret</p></template>after',
    noscript: 'before<noscript><p>secret</p></noscript>after',
    'a frame': 'before<iframe>secret</iframe>after',
    object: 'before<object>secret</object>after',
    drawing: 'before<svg><text>secret</text><path/></svg>after',
    'a drawing that closes itself': 'before<svg/>after',
    formula: 'before<math><mi>secret</mi></math>after',
    'a text field': 'before<textarea>secret</textarea>after',
    'a choice': 'before<select><option>secret</select>after',
    'a button': 'before<button><b>secret</b></button>after',
    'a comment': 'before<!-- secret <p>secret</p> -->after',
    'an odd comment': 'before<!--> --!>after',
    'a processing instruction': 'before<?secret ?>after',
    'a CDATA section': 'before<![CDATA[secret]]>after',
    'struck-out text': 'before<del>secret</del><s>secret</s>after',
    'a closed dialog': 'before<dialog>secret</dialog>after',
    'an end tag that a browser ignores': 'before<span hidden><div>secret</span>secret</div></span>after',
    'hiding that goes on after its paragraph': '<p>before<b style="display:none">secret</p>secret</b>after',
    'a colour from around it':
      '<div style="background:#123456">before<span style="color:#123456">secret</span>after</div>',
    'an old colour attribute': 'before<font color="white">secret</font>after',
    'an old background attribute':
      '<table bgcolor="navy"><tr><td>before<span style="color:#000080">secret</span>after</td></tr></table>',
    'a tag that never ends': 'beforeafter<p title="secret',
  }
  for (const [name, html] of Object.entries(MARKUP)) {
    it(`in ${name}`, () => {
      const text = read(html)
      expect(text).to.not.include('secret')
      expect(text.replace(/\s|-->|--!>|\]\]>/g, '')).to.equal('beforeafter')
    })
  }

  const INVISIBLE: Record<string, string> = {
    'zero-width spaces': 'be\u200Bfore',
    'a byte order mark': 'be\uFEFFfore',
    'bidirectional controls': '\u202Ebefore\u202C',
    'bidirectional isolates': '\u2066before\u2069',
    'Unicode tags': `before${[...'secret'].map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0))).join('')}`,
    'variation selectors': 'before\u{E0101}\u{E0102}\uFE00',
    'stray joiners': 'be\u200Dfo\u200Cre',
    'soft hyphens': 'be&shy;fore',
    'control characters': 'be&#8;\u0007fore\u0085',
    fillers: '\u3164before\u2800',
  }
  for (const [name, text] of Object.entries(INVISIBLE)) {
    it(`as ${name}`, () => {
      expect(read(`<p>${text}</p>`)).to.equal('before')
    })
  }
})

describe('what a visitor can see is read', () => {
  const VISIBLE: Record<string, string> = {
    'a usual style': '<p style="text-align:justify;color:#000;padding-left:30px">text</p>',
    'white on a dark ground': '<p style="color:#fff;background:#222">text</p>',
    'white where a class may bring the ground':
      '<div class="note"><span style="color:white">text</span></div>',
    'white on a picture': '<p style="color:#fff;background:url(a.png) #fff">text</p>',
    'a box that is moved into the middle':
      '<p style="position:absolute;left:50%;transform:translate(-50%,-50%)">text</p>',
    'a small negative margin': '<p style="margin:-10px 0 0 -2em">text</p>',
    'a small font': '<p style="font-size:9px;font:italic 0.8em/1.2 serif">text</p>',
    'a cell without width': '<table><tr><td style="width:0">text</td></tr></table>',
    'half opacity': '<p style="opacity:.5">text</p>',
    'aria-hidden=false': '<p aria-hidden="false">text</p>',
    'an open dialog': '<dialog open>text</dialog>',
    'closed details': '<details>text</details>',
    'text after hidden text in its own cell': '<table><tr><td><s>x</td><td>text</td></tr></table>',
    'a block inside a drawing': '<svg><p>text</p></svg>',
    'words of a script that hold together with joiners': '<p>text</p>',
  }
  for (const [name, html] of Object.entries(VISIBLE)) {
    it(`with ${name}`, () => {
      expect(read(html)).to.equal('text')
    })
  }

  it('with the joiners that its script or emoji needs', () => {
    expect(read('<p>می‌خواهم 👩‍💻 ❤️</p>')).to.equal('می‌خواهم 👩‍💻 ❤️')
  })

  it('in one normal form, with a mark where half a character was', () => {
    expect(read('<p>e\u0301 \ud800x</p>')).to.equal('é \ufffdx')
  })
})
