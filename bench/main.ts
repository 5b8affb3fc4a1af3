/** Runs every bench and prints its lines. */
import { run as affected } from './affected.ts'
import { run as drafting } from './drafting.ts'
import { run as manuals } from './manuals.ts'
import { run as modelDrafting } from './model-drafting.ts'
import { run as pages } from './pages.ts'
import { run as retrieval } from './retrieval.ts'
import { run as retrievalScale } from './retrieval-scale.ts'
import { run as retrievalUpdate } from './retrieval-update.ts'

for (const bench of [
  drafting,
  modelDrafting,
  retrieval,
  manuals,
  retrievalUpdate,
  retrievalScale,
  pages,
  affected,
])
  await bench((line) => console.log(line))
