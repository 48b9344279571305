import type { DocumentKind } from '../../render/document-kind.ts';
import { comparisonTold } from './comparison-told.ts';

export const documentKind: DocumentKind = {
  show: (files, _, say) =>
    files.flatMap(({ path, result }) => {
      if (result.kind === 'compare') {
        const { content } = result;
        return {
          list: 'comparisons',
          data: content,
          title: `${content.a} and ${content.b}`,
          told: comparisonTold(content),
        };
      }
      say(path, 'a comparison that has not come to its end: the same command goes on from it');
      return [];
    }),
};
