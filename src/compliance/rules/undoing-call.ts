import type { RuleSettings } from './rule';
import type { Properties } from '../resolved/value';
import type { HidingPlace } from '../subjects/hiding-place';

/** What a call does to an audit: nothing, something that undoes it, or something that cannot be known. */
export type Effect = { readonly undoes: string } | { readonly mayUndo: string } | undefined;

export type JudgeCall = (parameters: Properties, place: HidingPlace, settings: RuleSettings) => Effect;
