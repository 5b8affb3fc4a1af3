/** `npm run bench`: prints ratios against a peer or a limit of the same run. Fails nothing. */
import { join } from 'node:path'
import { prepare, root, run } from '../server/bin/prepare.mjs'

prepare()
run(process.execPath, ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...process.argv.slice(2)])
