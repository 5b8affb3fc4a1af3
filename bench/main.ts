/** Runs every bench and prints its lines. */
import { run as affected } from './affected.ts'
import { run as drafting } from './drafting.ts'
import { run as load } from './load.ts'
import { run as manuals } from './manuals.ts'
import { run as modelDrafting } from './model-drafting.ts'
import { run as pages } from './pages.ts'
import { run as retrieval } from './retrieval.ts'
import { run as retrievalScale } from './retrieval-scale.ts'
import { run as retrievalUpdate } from './retrieval-update.ts'

const [only, ...args] = process.argv.slice(2)
const out = (line: string) => console.log(line)
const all = [drafting, modelDrafting, retrieval, manuals, retrievalUpdate, retrievalScale, pages, affected]
if (only === 'load') await load(out, args)
else for (const bench of all) await bench(out)
