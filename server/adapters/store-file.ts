/** The store of a data folder, where it is no database. It is made after the keys, and never without them. */
export const STORE_FILE = 'vouch.sqlite'
