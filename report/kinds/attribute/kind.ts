import type { DocumentKind } from '../../render/document-kind.ts';
import { attributionTold } from './attribution-told.ts';

export const documentKind: DocumentKind = {
  show: (files, _, say) =>
    files.flatMap(({ path, result }) => {
      if (result.kind === 'attribute')
        return {
          list: 'attributions',
          data: result.content,
          title: result.content.plan,
          told: attributionTold(result.content),
        };
      say(path, 'an attribution that has not come to its end: the same command goes on from it');
      return [];
    }),
};
