/** The command behind `main.ts`: which places in which looks, and what is printed. */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { projectRoot } from '../../server/project-root.ts'
import { buildPages } from '../../test/support/built-pages.ts'
import { startFakeCompanion } from '../../test/support/fake-companion.ts'
import { startFakeConsoleCompanion } from '../../test/support/fake-console-companion.ts'
import { startProduct } from '../../test/support/running-product.ts'
import { consolePlaces, statePlaces } from './console-places.ts'
import { momentPlaces } from './moment-places.ts'
import { freshScreens, measuredScreens, publicPlaces, realScreens, tellStory } from './real-places.ts'
import { connectPlaces, requesterPlaces } from './requester-places.ts'
import { sidebarPlaces } from './sidebar-places.ts'
import { type Figures, LOOKS, openStage, type Place } from './stage.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    look: { type: 'string', multiple: true },
    place: { type: 'string' },
    deep: { type: 'boolean', default: false },
    forced: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const asked = (part: string) => positionals.length === 0 || positionals.includes(part)
const looks = LOOKS.filter(
  ({ language, scheme }) => values.look?.includes(`${language}-${scheme}`) ?? language !== 'ja',
)
const wanted = (places: readonly Place[]) =>
  places.filter(({ name }) => values.place === undefined || name.includes(values.place))

const stage = await openStage(values.forced)
let shown = 0
async function show(places: readonly Place[]): Promise<void> {
  for (const place of wanted(places))
    for (const look of looks) {
      await stage.show(place, look)
      shown += 1
    }
}

if (asked('console') || asked('narrow') || asked('states') || asked('moments')) {
  const companion = await startFakeConsoleCompanion()
  if (asked('console')) await show(consolePlaces(companion, 1280, values.deep))
  if (asked('narrow')) await show(consolePlaces(companion, 600, values.deep))
  if (asked('states')) await show(statePlaces(companion))
  if (asked('moments')) await show(momentPlaces(companion))
  await companion.close()
}
if (asked('sidebar')) {
  const companion = await startFakeCompanion(await buildPages())
  await show(sidebarPlaces(companion, [320, 400, 600]))
  await companion.close()
}
if (asked('fresh') || asked('real') || asked('requesters') || asked('figures')) {
  const product = await startProduct()
  try {
    if (asked('fresh')) await show(await freshScreens(product))
    const story = await tellStory(product)
    if (asked('real')) {
      await show(realScreens(product, story, 1280, values.deep))
      await show(realScreens(product, story, 600, false))
    }
    if (asked('real') || asked('requesters')) {
      await show(publicPlaces(product, story))
      await show(requesterPlaces(product.companion.origin, story))
      const connect = await connectPlaces()
      await show(connect.places)
      await connect.stop()
    }
    if (asked('figures')) {
      const figures: Figures[] = []
      for (const place of wanted([...measuredScreens(product), ...publicPlaces(product, story)]))
        figures.push(await stage.measure(place))
      const table = tableOf(figures)
      console.log(table)
      if (values.write) writeFileSync(fileURLToPath(new URL('docs/pages.md', projectRoot())), table)
    }
  } finally {
    await product.stop()
    product.remove()
  }
}
await stage.close()
console.log(`${shown} looks at places; found: ${stage.found.length}`)
for (const line of stage.found) console.log(`  ${line}`)

function tableOf(figures: readonly Figures[]): string {
  const ms = (value: number) => value.toFixed(0)
  const rows = figures.map(
    ({ place, fcpMs, lcpMs, shift, blockedMs, kilobytes }) =>
      `| ${place} | ${ms(fcpMs)} | ${ms(lcpMs)} | ${shift.toFixed(3)} | ${ms(blockedMs)} | ${kilobytes.toFixed(0)} |`,
  )
  const [load = 0] = loadavg()
  return `# How the pages load

Each page once, cold cache, in Chromium, without a helpdesk around it, from the companion on the same machine (${cpus().length} cores, load ${load.toFixed(1)} when this was written): first and largest contentful paint, layout shift (Google calls below 0.1 good), time blocked by long tasks, and bytes over the wire. Printed by \`npx tsx bench/gallery/main.ts figures --write\`.

| page | FCP, ms | LCP, ms | CLS | TBT, ms | KB |
| --- | --: | --: | --: | --: | --: |
${rows.join('\n')}
`
}
