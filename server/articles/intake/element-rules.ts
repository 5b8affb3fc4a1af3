/** What HTML says about elements: which end which, which hold no text of an article. */

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

export const VOID = names(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr',
)

/** Their text is not what the article says: controls, pictures, other documents, text that is struck out. */
export const DROPPED = names(
  'svg math object applet audio video canvas map select datalist button option optgroup output progress meter template nav del s strike rp rt',
)

/** A block of its own: what stands before and after it is a different paragraph. */
export const BLOCK = names(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul',
)

/** An end tag of an ordinary element stops here: it cannot close what stands around a special one. */
export const SPECIAL: ReadonlySet<string> = new Set([
  ...BLOCK,
  ...names('applet button colgroup marquee object select template svg math'),
])

/** A browser opens these again when a block around them ends first. */
export const FORMATTING = names('a b big code em font i nobr small strike s strong tt u')

/** A tag that opens before a `<p>` was closed closes it. */
export const CLOSES_PARAGRAPH: ReadonlySet<string> = new Set(
  [...BLOCK].filter((name) => !/^(?:body|caption|head|html|legend|t(?:body|d|foot|h|head|r))$/.test(name)),
)

const CELL_ENDS = names('td th')
const ROW_ENDS = names('td th tr')
const GROUP_ENDS = names('td th tr tbody thead tfoot caption')

/** For a tag that opens: the elements that it closes, and those behind which it closes nothing. */
export const IMPLIED_ENDS: ReadonlyMap<
  string,
  { readonly closes: ReadonlySet<string>; readonly within: ReadonlySet<string> }
> = new Map([
  ['li', { closes: names('li'), within: names('ul ol menu dir table td th') }],
  ['dt', { closes: names('dt dd'), within: names('dl table td th') }],
  ['dd', { closes: names('dt dd'), within: names('dl table td th') }],
  ['td', { closes: CELL_ENDS, within: names('tr table') }],
  ['th', { closes: CELL_ENDS, within: names('tr table') }],
  ['tr', { closes: ROW_ENDS, within: names('table') }],
  ['tbody', { closes: GROUP_ENDS, within: names('table') }],
  ['thead', { closes: GROUP_ENDS, within: names('table') }],
  ['tfoot', { closes: GROUP_ENDS, within: names('table') }],
])

/** An end tag looks no further out than this: `</div>` in a cell closes nothing outside the table. */
export const SCOPE = names('applet caption html table td th marquee object template svg math')
export const TABLE_PARTS = names('td th tr tbody thead tfoot caption')
export const HEADING = /^h[1-6]$/
export const HEADINGS = names('h1 h2 h3 h4 h5 h6')
/** Drawings and formulas: what opens inside is no HTML and needs no end tag. */
export const FOREIGN = names('svg math')
