/** Values of the form's field as `requirements.json` creates it; the helpdesk sets them as tags, too. */
export const FORM_YES = 'vouch_form_yes'
export const FORM_NO = 'vouch_form_no'
