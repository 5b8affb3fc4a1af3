/** The checkpoint with the signatures of witnesses, where they signed this very one. */
export function newestNote(note: string, cosigned: string | null): string {
  return cosigned?.startsWith(note) === true ? cosigned : note
}
