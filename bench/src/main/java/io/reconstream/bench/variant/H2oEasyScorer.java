/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import hex.genmodel.MojoModel;
import hex.genmodel.easy.EasyPredictModelWrapper;
import hex.genmodel.easy.RowData;
import java.io.IOException;
import java.nio.file.Path;

/** H2O's deep-learning autoencoder as MOJO, by the API its documentation shows. */
final class H2oEasyScorer implements RowScorer {
  private final EasyPredictModelWrapper model;
  private final String[] names;

  H2oEasyScorer(Path mojo) throws IOException {
    MojoModel loaded = MojoModel.load(mojo.toString());
    names = loaded.getNames();
    model =
        new EasyPredictModelWrapper(
            new EasyPredictModelWrapper.Config().setModel(loaded).setEnableContributions(false));
  }

  @Override
  public double score(float[] row) throws Exception {
    RowData data = new RowData();
    for (int f = 0; f < row.length; f++) {
      data.put(names[f], (double) row[f]);
    }
    return model.predictAutoEncoder(data).mse;
  }
}
