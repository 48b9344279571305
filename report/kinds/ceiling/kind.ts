import type { DocumentKind } from '../../render/document-kind.ts';
import { plain } from '../../render/markdown-text.ts';
import { refusalsList } from '../../render/refusals-section.ts';
import { ceilingSays, ceilingSection } from './ceiling-section.ts';
import { ceilingIn } from './ceiling-steps.ts';

export const documentKind: DocumentKind = {
  show: (files) =>
    files.flatMap(({ result }) => {
      const ceiling = ceilingIn(result);
      if (ceiling === undefined) return [];
      return {
        list: 'ceilings',
        data: ceiling,
        title: ceiling.plan,
        section: ceilingSection(ceiling),
        markdown: `**Ceiling search.** ${plain(ceilingSays(ceiling))}\n${ceiling.refusals.length === 0 ? '' : refusalsList(ceiling.refusals)}`,
      };
    }),
};
