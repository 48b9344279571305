import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import { type Groundwork, nextGroundwork } from '../../search/attribution/groundwork.ts';
import type { Trial } from '../../search/trials/trials.ts';
import { NEVER_RAN, type RunPhase } from '../experiments/phase-runner.ts';
import { phaseText } from '../experiments/phase-text.ts';
import type { ResumeFile } from '../experiments/resume-file.ts';
import type { SearchProgress } from '../experiments/search-progress.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';

/** The contrast under which phases before the trials are kept. */
const GROUNDWORK = 'groundwork';

/**
 * Finds the level around which to run the trials, where none is given, and measures what happens far below it. Returns
 * an exit code where there is no level.
 */
export async function layGroundwork(
  settings: SearchSettings,
  level: number | undefined,
  resume: ResumeFile<Trial>,
  measure: RunPhase,
  progress: SearchProgress,
): Promise<Groundwork | { readonly code: number }> {
  for (;;) {
    const history = resume.history.flatMap(({ contrast, measured }) => (contrast === GROUNDWORK ? [measured] : []));
    const step = nextGroundwork(settings, history, level);
    if (step.kind === 'done') return step.groundwork;
    if (step.kind === 'none') {
      progress.fail(`headroom attribute: no level to vary things at: ${step.why}`);
      return { code: 99 };
    }
    const { says, phase } = step;
    progress.say(says);
    const place = `phase ${history.length + 1}`;
    const underway = { says, isSaid: true, place, lastsMs: runMs(phase), leftMs: undefined };
    const { measured, code } = await progress.during(underway, () => measure(phase));
    if ('failed' in measured) progress.fail(phaseText(measured));
    else progress.say(phaseText(measured));
    if ('failed' in measured && history.length === 0 && NEVER_RAN.has(code)) return { code };
    resume.add({ contrast: GROUNDWORK, arm: 'a', warmUp: true, measured });
    if (code === INTERRUPTED) return { code };
  }
}
