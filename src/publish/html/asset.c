#include "publish/frame.h"

const DocAsset *doc_asset_find(Str name)
{
    uint32_t n;
    const DocAsset *assets = doc_assets(&n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(str_of(assets[i].name), name)) return &assets[i];
    return NULL;
}
