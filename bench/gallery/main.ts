/**
 * Opens every screen in every look, shoots it into `tmp/gallery/`, and says what axe and the ruler found.
 * `npx tsx bench/gallery/main.ts [console|narrow|states|moments|sidebar|fresh|real|requesters|figures …] [--look de-dark …] [--place audit]`
 */
import Mocha from 'mocha'

// The stand-ins of the tests register hooks as they are loaded; outside of a run nobody calls them.
const mocha = new Mocha()
mocha.suite.emit('pre-require', {}, '', mocha)
await import('./run.ts')
