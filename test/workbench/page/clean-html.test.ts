import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { type BrowserStage, startBrowserStage } from '../../support/workbench-browser.ts'

describe('HTML that the app hands to the composer', function () {
  this.timeout(240_000)
  let stage: BrowserStage
  before(async () => {
    stage = await startBrowserStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    await Promise.all(stage.browser.contexts().map((context) => context.close()))
  })

  const attacks: Record<string, [string, string]> = {
    'a script': ['<script>window.hit = 1</script><p>a</p>', '<p>a</p>'],
    'an image with a handler': ['<p>a<img src=x onerror="window.hit = 1"></p>', '<p>a</p>'],
    'a handler on a kept element': ['<p onclick="window.hit = 1" id="x" style="color:red">a</p>', '<p>a</p>'],
    'a javascript link': ['<p><a href="javascript:window.hit=1">a</a></p>', '<p>a</p>'],
    'a relative link': ['<p><a href="/workbench/x">a</a></p>', '<p>a</p>'],
    'a frame': ['<iframe src="https://evil.example.org"></iframe><p>a</p>', '<p>a</p>'],
    'a form': ['<form action="https://evil.example.org"><input name="q"><p>a</p></form>', '<p>a</p>'],
    'svg with a script': ['<svg><script>window.hit = 1</script></svg><p>a</p>', '<p>a</p>'],
    'a template': ['<template><img src=x onerror="window.hit=1"></template><p>a</p>', '<p>a</p>'],
  }

  for (const [name, [html, expected]] of Object.entries(attacks)) {
    it(`leaves nothing of ${name} in the composer`, async () => {
      const { page, run } = await stage.open(stage.newTicket())
      await run(`client.invoke('ticket.editor.insert', ${JSON.stringify(html)})`)
      await eventually(async () => expect(await page.innerHTML('#composer')).to.equal(expected))
      await eventually(async () => expect(await page.evaluate('window.hit')).to.equal(undefined))
    })
  }

  it('keeps lists, emphasis and web links', async () => {
    const { page, run } = await stage.open(stage.newTicket())
    const html =
      '<p>a <em>b</em><br>c</p><ol><li>one</li></ol><p><a href="https://help.example.org/a#b">d</a></p>'
    await run(`client.invoke('ticket.editor.insert', ${JSON.stringify(html)})`)
    await eventually(async () =>
      expect(await page.innerHTML('#composer')).to.equal(
        html.replace('#b"', '#b" rel="noopener noreferrer" target="_blank"'),
      ),
    )
  })
})
