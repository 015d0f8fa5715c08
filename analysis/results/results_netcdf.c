/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_netcdf: HDF5 files as netCDF-4 wants them.
 *
 * A dimension is a dataset marked CLASS = DIMENSION_SCALE (HDF5 Dimension Scale Specification); a variable names the
 * scale of each axis in DIMENSION_LIST, a scale its users in REFERENCE_LIST. The attributes are written here and not by
 * H5DS: that library rewrites the users' list for each of them and leaves padding bytes unset, so that equal
 * files would differ. `_Netcdf4Dimid` and `_Netcdf4Coordinates` fix the order of dimensions for netCDF-C.
 */
#include "analysis/results/results_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int failed(const struct netcdf *netcdf, struct error *error)
{
    if (netcdf_check(netcdf, error) != 0)
        return -1; /* the system's reason comes before HDF5's */
    return file_error(error, ERROR_IO, netcdf->path, "cannot write");
}

int netcdf_check(const struct netcdf *netcdf, struct error *error)
{
    if (!netcdf->failure || *netcdf->failure == 0)
        return 0;
    errno = *netcdf->failure;
    return error_system(error, ERROR_IO, "%s: cannot write", netcdf->path);
}

/* Creation properties of everything: no times, so that equal files are equal; attributes in the order of writing. */
static hid_t without_times(hid_t class)
{
    hid_t list = H5Pcreate(class);
    if (list < 0 || H5Pset_obj_track_times(list, false) < 0 ||
        H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) < 0) {
        if (list >= 0)
            H5Pclose(list);
        return -1;
    }
    return list;
}

static hid_t create_file(struct netcdf *netcdf)
{
    hid_t creation = without_times(H5P_FILE_CREATE), access = H5Pcreate(H5P_FILE_ACCESS), file = -1;
    /* Format 1.8: its object headers carry checksums, and older readers still know it. */
    if (creation >= 0 && access >= 0 &&
        H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18) >= 0 &&
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
        H5Pset_driver(access, netcdf->driver, &netcdf->failure) >= 0)
        file = H5Fcreate(netcdf->path, H5F_ACC_TRUNC, creation, access);
    if (creation >= 0)
        H5Pclose(creation);
    if (access >= 0)
        H5Pclose(access);
    return file;
}

int netcdf_create(struct netcdf *netcdf, const char *path, struct error *error)
{
    file_silence();
    *netcdf = (struct netcdf){.path = path, .file = -1, .string = -1, .driver = -1};
    netcdf->failure = calloc(1, sizeof *netcdf->failure);
    if (!netcdf->failure)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
    netcdf->driver = disk_register();
    netcdf->string = file_string_type();
    if (netcdf->driver < 0 || netcdf->string < 0)
        return failed(netcdf, error);
    netcdf->file = create_file(netcdf);
    return netcdf->file < 0 ? failed(netcdf, error) : 0;
}

/* One attribute: `count` values of a type, or a scalar (count 0). */
static int attribute(struct netcdf *netcdf, hid_t object, const char *name, hid_t type, size_t count,
                     const void *values, struct error *error)
{
    hsize_t size = count;
    hid_t space = count > 0 ? H5Screate_simple(1, &size, 0) : H5Screate(H5S_SCALAR);
    hid_t id = space >= 0 ? H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT) : -1;
    int status = id >= 0 && H5Awrite(id, type, values) >= 0 ? 0 : failed(netcdf, error);
    if (id >= 0 && H5Aclose(id) < 0 && status == 0)
        status = failed(netcdf, error);
    if (space >= 0)
        H5Sclose(space);
    return status;
}

int netcdf_text(struct netcdf *netcdf, hid_t object, const char *name, const char *text, struct error *error)
{
    return text[0] == '\0' ? 0 : attribute(netcdf, object, name, netcdf->string, 0, &text, error);
}

int netcdf_number(struct netcdf *netcdf, hid_t object, const char *name, hid_t type, const void *value,
                  struct error *error)
{
    return attribute(netcdf, object, name, type, 0, value, error);
}

/* The fixed-length strings that the specification asks for. */
static int fixed_text(struct netcdf *netcdf, hid_t object, const char *name, const char *text, struct error *error)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    int status = type >= 0 && H5Tset_size(type, strlen(text) + 1) >= 0
                     ? attribute(netcdf, object, name, type, 0, text, error)
                     : failed(netcdf, error);
    if (type >= 0)
        H5Tclose(type);
    return status;
}

static int mark_scale(struct netcdf *netcdf, hid_t id, enum file_dimension dimension, struct error *error)
{
    int32_t number = (int32_t)dimension;
    netcdf->made[dimension] = true;
    if (fixed_text(netcdf, id, "CLASS", "DIMENSION_SCALE", error) != 0 ||
        fixed_text(netcdf, id, "NAME", file_dimension_name(dimension), error) != 0)
        return -1;
    return netcdf_number(netcdf, id, "_Netcdf4Dimid", H5T_NATIVE_INT32, &number, error);
}

static int remember_use(struct netcdf *netcdf, enum file_dimension dimension, hobj_ref_t variable, int axis,
                        struct error *error)
{
    size_t count = netcdf->use_count[dimension];
    struct netcdf_use *list = reallocarray(netcdf->uses[dimension], count + 1, sizeof *list);
    if (!list)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", netcdf->path);
    netcdf->uses[dimension] = list;
    memset(&list[count], 0, sizeof *list); /* the padding goes into the file */
    list[count].variable = variable;
    list[count].axis = axis;
    netcdf->use_count[dimension]++;
    return 0;
}

/* DIMENSION_LIST: for each axis a list of one reference to its scale. */
static int attach_scales(struct netcdf *netcdf, hid_t id, const struct file_variable *variable, struct error *error)
{
    hobj_ref_t own, scale[FILE_RANK];
    hvl_t lists[FILE_RANK];
    int32_t numbers[FILE_RANK];
    if (H5Rcreate(&own, netcdf->file, variable->name, H5R_OBJECT, -1) < 0)
        return failed(netcdf, error);
    for (int r = 0; r < variable->rank; r++) {
        enum file_dimension dimension = variable->dimension[r];
        if (H5Rcreate(&scale[r], netcdf->file, file_dimension_name(dimension), H5R_OBJECT, -1) < 0)
            return failed(netcdf, error);
        lists[r] = (hvl_t){.len = 1, .p = &scale[r]};
        numbers[r] = (int32_t)dimension;
        if (remember_use(netcdf, dimension, own, r, error) != 0)
            return -1;
    }

    hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ);
    int status = type >= 0 ? attribute(netcdf, id, "DIMENSION_LIST", type, (size_t)variable->rank, lists, error)
                           : failed(netcdf, error);
    if (type >= 0)
        H5Tclose(type);
    if (status == 0 && variable->rank > 1)
        status = attribute(netcdf, id, "_Netcdf4Coordinates", H5T_NATIVE_INT32, (size_t)variable->rank, numbers, error);
    return status;
}

static hid_t create_dataset(struct netcdf *netcdf, const struct file_variable *variable, hid_t type,
                            const hsize_t chunk[])
{
    hsize_t size[FILE_RANK];
    for (int r = 0; r < variable->rank; r++)
        size[r] = netcdf->extent[variable->dimension[r]];

    hid_t creation = without_times(H5P_DATASET_CREATE), id = -1;
    hid_t space = H5Screate_simple(variable->rank, size, 0);
    bool ready = creation >= 0 && space >= 0;
    if (ready && chunk)
        ready = H5Pset_chunk(creation, variable->rank, chunk) >= 0 && H5Pset_shuffle(creation) >= 0 &&
                H5Pset_deflate(creation, 1) >= 0 && H5Pset_fletcher32(creation) >= 0;
    if (ready)
        id = H5Dcreate2(netcdf->file, variable->name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    if (space >= 0)
        H5Sclose(space);
    if (creation >= 0)
        H5Pclose(creation);
    return id;
}

hid_t netcdf_define(struct netcdf *netcdf, const struct file_variable *variable, hid_t type, const hsize_t chunk[],
                    struct error *error)
{
    hid_t id = create_dataset(netcdf, variable, type, chunk);
    if (id < 0)
        return failed(netcdf, error);
    enum file_dimension first = variable->dimension[0];
    bool scale = variable->rank == 1 && strcmp(variable->name, file_dimension_name(first)) == 0;
    if ((scale ? mark_scale(netcdf, id, first, error) : attach_scales(netcdf, id, variable, error)) != 0 ||
        netcdf_text(netcdf, id, "long_name", variable->meaning, error) != 0) {
        H5Dclose(id);
        return -1;
    }
    return id;
}

/* REFERENCE_LIST: the users of a scale. */
static int list_users(struct netcdf *netcdf, enum file_dimension dimension, struct error *error)
{
    if (netcdf->use_count[dimension] == 0)
        return 0;
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(struct netcdf_use)), id = -1;
    int status = -1;
    if (type >= 0 && H5Tinsert(type, "dataset", offsetof(struct netcdf_use, variable), H5T_STD_REF_OBJ) >= 0 &&
        H5Tinsert(type, "dimension", offsetof(struct netcdf_use, axis), H5T_NATIVE_INT32) >= 0)
        id = H5Dopen2(netcdf->file, file_dimension_name(dimension), H5P_DEFAULT);
    if (id >= 0)
        status =
            attribute(netcdf, id, "REFERENCE_LIST", type, netcdf->use_count[dimension], netcdf->uses[dimension], error);
    else
        failed(netcdf, error);
    if (id >= 0)
        H5Dclose(id);
    if (type >= 0)
        H5Tclose(type);
    return status;
}

int netcdf_close(struct netcdf *netcdf, bool complete, struct error *error)
{
    int status = 0;
    for (int d = 0; d < FILE_DIMENSIONS; d++) {
        if (complete && status == 0 && netcdf->made[d])
            status = list_users(netcdf, (enum file_dimension)d, error);
        free(netcdf->uses[d]);
    }
    if (netcdf->string >= 0)
        H5Tclose(netcdf->string);
    if (netcdf->file >= 0 && H5Fclose(netcdf->file) < 0 && status == 0)
        status = failed(netcdf, complete ? error : 0);
    if (complete && status == 0)
        status = netcdf_check(netcdf, error);
    if (netcdf->driver >= 0)
        H5FDunregister(netcdf->driver);
    free(netcdf->failure);
    *netcdf = (struct netcdf){.file = -1, .string = -1, .driver = -1};
    return status;
}
