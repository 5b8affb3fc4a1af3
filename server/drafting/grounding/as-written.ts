/** Told as what the requester wrote: only then may an amount or a code come from there. */
export const AS_WRITTEN =
  /(?<!\p{L})(?:you (?:\p{L}+ )?(?:wrote|write|say|said|mention|mentioned|told)|according to your (?:message|mail|e-mail)|sie (?:\p{L}+ )?(?:schreiben|schrieben|nennen|nannten|erwähnen|erwähnten)|(?:schreiben|nennen|erwähnen) sie|du (?:schreibst|nennst|erwähnst)|laut ihrer (?:nachricht|mail|e-mail)|vous (?:écrivez|avez écrit|mentionnez)|usted (?:escribe|menciona)|lei scrive|u schrijft|je schrijft)(?!\p{L})/iu
